"""Why a row is refused, in words, so that a reader of the output needs no source code."""

REASONS = {
    "wrong_width": "more or fewer cells than the header has",
    "unreadable_day": "a day is missing or unreadable; write 2016-05-31 or 31.05.2016",
    "born_in_the_future": "born after today",
    "no_name": "no key or no name",
    "iin_length": "an IIN has twelve digits",
    "iin_digits": "an IIN holds only digits",
    "iin_check": "the last digit of the IIN does not fit the others",
    "iin_impossible": "no such IIN is ever given out",
    "iin_of_another": "this IIN belongs to somebody else already",
    "ends_before_it_begins": "the enrolment ends before it begins",
    "pupil_told_twice": "this key names two different children",
    "duplicate": "the same row came before",
    "enrolment_overlaps": "the child is in another class on these days",
    "unknown_school": "no such school in the city's register",
    "unknown_class": "no such class in the file, or its row was refused",
    "unknown_pupil": "no such child in the file, or its row was refused",
    "wrong_class": "no grade 0 to 12 with a letter",
    "wrong_shift": "shifts are 1, 2 and 3",
    "wrong_language": "classes are taught in kk, ru, en, uz or tg",
    "outside_the_year": "the first day lies outside this school year",
}
