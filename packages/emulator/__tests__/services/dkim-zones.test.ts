// The emulator and the product each have a table of the regions with a DKIM zone of their own. A region that is added to one only is
// reported here.
import { dkimHost, SES_REGIONS } from "../../../../lib/dns/regions";
import { REGION_NAMES } from "../../src/resources/aws/region-names";
import { dkimZone } from "../../src/services/aws/ses-search";

test.each(SES_REGIONS)("the emulator knows %s, and publishes its keys where the product expects them", (region) => {
  expect(dkimZone({ region, dkim: { origin: "AWS_SES" } })).toBe(dkimHost(region));
  expect(REGION_NAMES[region]).toBeDefined();
});
