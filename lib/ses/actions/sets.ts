// Reads configuration sets: GetConfigurationSet and GetConfigurationSetEventDestinations.
import type { EventDestination, GetConfigurationSetCommandOutput } from "@aws-sdk/client-sesv2";
import type { AccountRegion } from "../aws/clients";
import type { Calls } from "../calls";
import type { SesFailure } from "../identity";
import type { ConfigurationSetState, EventDestinationState, TargetState } from "../set";

/** Null if there is no such set. */
export function configurationSetOf(
  calls: Calls,
  location: AccountRegion,
  name: string,
): Promise<ConfigurationSetState | null | SesFailure> {
  return calls.call(calls.describeCall(location, "ses:GetConfigurationSet", name), async () => {
    const client = await calls.clients.v2(location);
    const { GetConfigurationSetCommand, GetConfigurationSetEventDestinationsCommand } = await import(
      "@aws-sdk/client-sesv2"
    );
    const of = { ConfigurationSetName: name };
    try {
      const set = await client.send(new GetConfigurationSetCommand(of), calls.abortOptions);
      const events = new GetConfigurationSetEventDestinationsCommand(of);
      const { EventDestinations = [] } = await client.send(events, calls.abortOptions);
      return { ...parseSet(name, set), destinations: EventDestinations.map(parseDestination) };
    } catch (error) {
      if (error instanceof Error && error.name === "NotFoundException") return null;
      throw error;
    }
  });
}

function parseSet(name: string, output: GetConfigurationSetCommandOutput): Omit<ConfigurationSetState, "destinations"> {
  const { SendingOptions, SuppressionOptions, DeliveryOptions, ReputationOptions, TrackingOptions, Tags = [] } = output;
  const { CustomRedirectDomain, HttpsPolicy = "OPTIONAL" } = TrackingOptions ?? {};
  return {
    name,
    sendingEnabled: SendingOptions?.SendingEnabled ?? true,
    suppressedReasons: SuppressionOptions?.SuppressedReasons,
    tlsPolicy: DeliveryOptions?.TlsPolicy,
    reputationMetrics: ReputationOptions?.ReputationMetricsEnabled,
    tracking: CustomRedirectDomain ? { domain: CustomRedirectDomain, httpsPolicy: HttpsPolicy } : undefined,
    tags: Object.fromEntries(Tags.map(({ Key = "", Value = "" }) => [Key, Value])),
    others: othersOf(output),
  };
}

function othersOf({
  DeliveryOptions,
  VdmOptions,
  ArchivingOptions,
  SuppressionOptions,
}: GetConfigurationSetCommandOutput) {
  const { SuppressedReasons: _, ...suppression } = SuppressionOptions ?? {};
  const found: readonly (readonly [string, unknown])[] = [
    ["dedicated IP pool", DeliveryOptions?.SendingPoolName],
    ["seconds until delivery is given up", DeliveryOptions?.MaxDeliverySeconds],
    ["Virtual Deliverability Manager", VdmOptions],
    ["archive", ArchivingOptions?.ArchiveArn],
    ["other suppression options", suppression],
  ];
  return Object.fromEntries(
    found.flatMap(([name, value]) => {
      if (value === undefined || value === null || value === "") return [];
      if (typeof value !== "object") return [[name, String(value)]];
      return Object.keys(value).length === 0 ? [] : [[name, JSON.stringify(value)]];
    }),
  );
}

function parseDestination(output: EventDestination): EventDestinationState {
  const { Name = "", Enabled = false, MatchingEventTypes = [] } = output;
  return { name: Name, enabled: Enabled, types: MatchingEventTypes, target: targetOf(output) };
}

function targetOf(output: EventDestination): TargetState {
  const { SnsDestination, EventBridgeDestination, CloudWatchDestination, KinesisFirehoseDestination } = output;
  if (SnsDestination?.TopicArn) return { kind: "sns", topicArn: SnsDestination.TopicArn };
  if (EventBridgeDestination?.EventBusArn) return { kind: "event-bridge", busArn: EventBridgeDestination.EventBusArn };
  if (KinesisFirehoseDestination !== undefined) {
    const { DeliveryStreamArn: stream = "", IamRoleArn: role = "" } = KinesisFirehoseDestination;
    return { kind: "firehose", stream, role };
  }
  if (CloudWatchDestination !== undefined) {
    const dimensions = (CloudWatchDestination.DimensionConfigurations ?? []).map((one) => ({
      name: one.DimensionName ?? "",
      source: one.DimensionValueSource ?? "",
      otherwise: one.DefaultDimensionValue ?? "",
    }));
    return { kind: "cloud-watch", dimensions: dimensions.sort((a, b) => (a.name < b.name ? -1 : 1)) };
  }
  return { kind: "other", name: output.PinpointDestination === undefined ? "an unknown kind" : "Pinpoint" };
}
