package import Pipeline

/// What takes the spans: an OpenTelemetry collector, or whatever else speaks OTLP over HTTP.
package struct Collector: Sendable {
    /// One header of a request, such as a key that the collector asks for.
    package struct Header: Sendable, Equatable {
        package let name: String
        package let value: String

        package init(name: String, value: String) {
            self.name = name
            self.value = value
        }
    }

    /// The whole URL that spans are posted to.
    package let url: String
    package let headers: [Header]
    /// What the spans are said to come from.
    package let service: String
    package let sampler: TraceSampler

    /// A collector at a base URL without a slash at its end, below which the path of OTLP follows.
    package init(endpoint: String, headers: [Header], service: String, sampler: TraceSampler) {
        url = endpoint + "/v1/traces"
        self.headers = headers
        self.service = service
        self.sampler = sampler
    }
}
