// For tests of this repository: the documents that the emulator's receivers write.
export { aggregateXml, type ReportRow } from "../src/reports/documents";
