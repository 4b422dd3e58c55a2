"""A price stands only beside the offer both parties agreed on: looked at when the transaction ends, also for raw SQL."""

from django.db import migrations

PRICE = """
CREATE FUNCTION qala_meals_price() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (
    SELECT FROM meals_tariffoffer o WHERE o.tariff_id = NEW.id AND o.agreed_by <> ''
      AND (o.contract_id, o.band, o.from_on, o.tiyn, o.vat_permille, o.vat_included)
        = (NEW.contract_id, NEW.band, NEW.from_on, NEW.tiyn, NEW.vat_permille, NEW.vat_included)
      AND o.until_on IS NOT DISTINCT FROM NEW.until_on)
  THEN
    RAISE EXCEPTION 'a price comes from an offer the other party agreed to'
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'a_price_comes_from_an_agreed_offer';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER a_price_comes_from_an_agreed_offer AFTER INSERT ON meals_tariff
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION qala_meals_price();
"""
NO_PRICE = """
DROP TRIGGER a_price_comes_from_an_agreed_offer ON meals_tariff;
DROP FUNCTION qala_meals_price();
"""


class Migration(migrations.Migration):
    dependencies = [("meals", "0017_appeals_leftovers_and_later_parts")]

    operations = [migrations.RunSQL(PRICE, NO_PRICE)]
