"""What holds for proposals whatever the database says. No Django here: each file is one subject.

`process` the workflow table, `outcomes` what the public counts, `words` how states are called,
`works` the works order;
`clock` the statutory days, `instants` the promised hours; `routing` which department and why;
`masking` what the public copy hides; `placards` the short codes; `abuse` tokens, budgets and floods;
`statistics` the published figures; `georeport` Open311.
"""
