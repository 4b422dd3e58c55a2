"""The plan of an invented city: pure functions of a scale and a seed, no database, nothing copied.

The entry point is ``qala.demo.city.plan.city_plan(scale)``; ``qala.demo.city.voices.voices(plan)`` adds what
residents said over two years. Figures that are facts (population, street counts) carry their source.
"""
