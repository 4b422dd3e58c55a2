"""Open311 GeoReport v2 without a web server: nouns, their two spellings, and the reading of what clients send.

`nouns` what is spoken of, `spelling` JSON and XML, `submissions` POST fields, `filters` GET arguments,
`answers` reading another city's JSON or XML, `mending` importing another city's export line by line.
"""
