import cProfile, pstats, time, pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.cast import Cast
def test_prof(cast):
    cast.handed_over("1.001193"); cast.handed_over("1.001193")
    with CaptureQueriesContext(connection) as q:
        t=time.process_time(); cast.handed_over("1.001193"); print("CPU", time.process_time()-t, "queries", len(q))
    from collections import Counter
    import re
    c=Counter(re.sub(r"'[^']*'|\d+|[0-9a-f]{32}","?",x["sql"])[:130] for x in q.captured_queries)
    for s,n in c.most_common(40): print(n,s)
    p=cProfile.Profile(); p.enable(); cast.handed_over("1.001193"); p.disable()
    pstats.Stats(p).sort_stats("cumtime").print_stats(75)
