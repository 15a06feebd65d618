/** What is read of a service, each by a selector of its own. */
export const SIGNALS = ["requests", "errors", "durations", "memory", "processStart", "up"] as const;

/** One of the things that are read of a service. */
export type Signal = (typeof SIGNALS)[number];

/** How the service's metrics are called. */
export const FLAVOURS = ["prometheus-client", "opentelemetry-http", "istio", "custom"] as const;

/** The name of a flavour. */
export type FlavourName = (typeof FLAVOURS)[number];

/** The selectors that are usual in one kind of instrumentation; what is left out is not the same everywhere. */
export interface Flavour {
  readonly selectors: { readonly [Name in Signal]?: string };
  /** Unit of the bounds of the histogram's buckets; left out: it must be said. */
  readonly durationUnit?: "seconds" | "milliseconds";
}

/**
 * The flavours.
 * Sources: prometheus_client's process collector and the usual names of its Starlette middlewares; OpenTelemetry's
 * semantic conventions for HTTP and process metrics, named by its rules for Prometheus; Istio's standard metrics. Of
 * Istio, memory and process start come from the container runtime, whose labels no flavour can know.
 */
export const FLAVOUR_SELECTORS: Readonly<Record<FlavourName, Flavour>> = {
  "prometheus-client": {
    selectors: {
      requests: "http_requests_total",
      errors: 'http_requests_total{status=~"5.."}',
      durations: "http_request_duration_seconds_bucket",
      memory: "process_resident_memory_bytes",
      processStart: "process_start_time_seconds",
      up: "up",
    },
    durationUnit: "seconds",
  },
  "opentelemetry-http": {
    selectors: {
      requests: "http_server_request_duration_seconds_count",
      errors: 'http_server_request_duration_seconds_count{http_response_status_code=~"5.."}',
      durations: "http_server_request_duration_seconds_bucket",
      memory: "process_memory_usage_bytes",
      up: "up",
    },
    durationUnit: "seconds",
  },
  istio: {
    selectors: {
      requests: 'istio_requests_total{reporter="destination"}',
      errors: 'istio_requests_total{reporter="destination",response_code=~"5.."}',
      durations: 'istio_request_duration_milliseconds_bucket{reporter="destination"}',
    },
    durationUnit: "milliseconds",
  },
  custom: { selectors: {} },
};
