package import Pipeline
import Traces

/// The settings that OpenTelemetry gives names to, as far as they are about traces.
extension SettingsTable {
    package static let collectorEndpoint = Setting<String>(
        SettingDescription(
            "OTEL_EXPORTER_OTLP_ENDPOINT",
            flag: "--otlp-endpoint",
            type: "URL",
            standard: "none",
            allowed: "http://host[:port][/path] or https://host[:port][/path], or empty for no traces",
            meaning: "the OpenTelemetry collector that traces are posted to, at this and /v1/traces;"
                + " headers that it wants, such as a key, are the secret otlp-headers",
            empty: .none,
            isSecret: true
        )
    ) { text throws(ValueFault) in try endpoint(text) }

    package static let serviceName = Setting<String>(
        SettingDescription(
            "OTEL_SERVICE_NAME",
            flag: "--service-name",
            type: "text",
            standard: "the name of the program",
            allowed: "1 to 255 visible characters of ASCII, or empty for the default",
            meaning: "what traces are said to come from",
            empty: .none
        )
    ) { text throws(ValueFault) in
        guard isVisible(text), text.utf8.count <= 255 else { throw ValueFault() }
        return text
    }

    package static let traceSampler = Setting<TraceSampler>(
        SettingDescription(
            "OTEL_TRACES_SAMPLER",
            flag: "--traces-sampler",
            type: "word",
            standard: "parentbased_always_on",
            allowed: samplers.map { $0.name }.joined(separator: ", "),
            meaning: "which traces are sent; parentbased: those that come with traceparent as its flag says",
            empty: .none
        )
    ) { text throws(ValueFault) in
        guard let sampler = samplers.first(where: { $0.name == text }) else { throw ValueFault() }
        return sampler.value
    }

    package static let traceShare = Setting<Double>(
        SettingDescription(
            "OTEL_TRACES_SAMPLER_ARG",
            flag: "--traces-sampler-arg",
            type: "number",
            standard: "1",
            allowed: "a number from 0 to 1",
            meaning: "the share of traces that begin here which the samplers with ratio in their names send",
            empty: .none
        )
    ) { text throws(ValueFault) in
        guard let share = Double(text), (0...1).contains(share) else { throw ValueFault() }
        return share
    }

    /// The samplers by OpenTelemetry's names; the share is set apart.
    private static let samplers: [(name: String, value: TraceSampler)] = [
        ("always_on", TraceSampler(.all, followsParent: false)),
        ("always_off", TraceSampler(.none, followsParent: false)),
        ("traceidratio", TraceSampler(.share(1), followsParent: false)),
        ("parentbased_always_on", TraceSampler(.all, followsParent: true)),
        ("parentbased_always_off", TraceSampler(.none, followsParent: true)),
        ("parentbased_traceidratio", TraceSampler(.share(1), followsParent: true)),
    ]

    private static func endpoint(_ text: String) throws(ValueFault) -> String {
        guard let scheme = ["http://", "https://"].first(where: { text.hasPrefix($0) }) else { throw ValueFault() }
        let rest = text.dropFirst(scheme.count)
        guard !rest.contains("@") else { throw ValueFault("a password belongs in the secret otlp-headers") }
        guard isVisible(text), !rest.contains(where: { $0 == "?" || $0 == "#" }) else {
            throw ValueFault("it has more than a host, a port and a path")
        }
        let host = rest.prefix { $0 != "/" }
        let hasPort = host.last != "]" && host.contains(":")
        let address = try ListenAddress(parsing: hasPort ? String(host) : "\(host):80")
        guard address.port > 0 else { throw ValueFault("port 0 cannot be connected to") }
        return text.hasSuffix("/") ? String(text.dropLast()) : text
    }

    private static func isVisible(_ text: String) -> Bool {
        text.utf8.allSatisfy { (0x21..<0x7F).contains($0) }
    }
}

extension SettingsSource {
    /// Where traces go, with all that is set about them; nil without an endpoint.
    ///
    /// What is set wrongly is told even where no traces are sent.
    func collector(for program: String, _ secrets: SecretDirectory?) throws(StartFault) -> Collector? {
        let headers: [Collector.Header] = if let secrets { try CollectorHeaders(in: secrets).list } else { [] }
        let service = try value(SettingsTable.serviceName)
        let sampler = try valueOrStandard(SettingsTable.traceSampler)
        let share = try valueOrStandard(SettingsTable.traceShare)
        guard let endpoint = try value(SettingsTable.collectorEndpoint) else { return nil }
        return Collector(
            endpoint: endpoint,
            headers: headers,
            service: service ?? program,
            sampler: sampler.sharing(share)
        )
    }
}

extension TraceSampler {
    /// The same with this share, where it takes one.
    fileprivate func sharing(_ share: Double) -> TraceSampler {
        if case .share = rule { TraceSampler(.share(share), followsParent: followsParent) } else { self }
    }
}
