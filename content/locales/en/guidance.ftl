# GUIDANCE: steps, topics, facts. Numbers, sources and dates come from data files.
