# The sums of aggregate reports as parsedmarc reads them: one line of JSON for each file.
import json
import sys

import parsedmarc

for file in sys.argv[1:]:
    report = parsedmarc.parse_report_file(file, offline=True, always_use_local_files=True)["report"]
    records = report["records"]
    print(
        json.dumps(
            {
                "domain": report["policy_published"]["domain"],
                "rows": len(records),
                "messages": sum(record["count"] for record in records),
                "passed": sum(record["count"] for record in records if record["alignment"]["dmarc"]),
                "begin": report["report_metadata"]["begin_date"],
            }
        )
    )
