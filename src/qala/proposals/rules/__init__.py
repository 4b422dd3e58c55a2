"""What holds for proposals whatever the database says. No Django here: each file is one subject.

`process` the workflow table, `outcomes` what the public counts, `words` how states are called, `works` works orders;
`norms` dated terms, `clock` the legal days and `clock_words` their explanation, `extensions` longer terms,
`instants` terms to the minute, `promises` how far ahead one may promise; `routing` which department and why,
`routing_checks` the proof that it is total; `masking` what the public copy hides; `placards` the short codes;
`abuse` tokens, budgets and floods; `statistics`, `chains`, `silence` the published figures; `georeport` Open311.
"""
