import Contract
import Pipeline

/// What spans are said to come from.
struct SpanOrigin: Sendable {
    let service: String
    let version: String
    /// Which process of its kind.
    let instance: String
}

/// Spans in the JSON encoding of OTLP 1.0: identities in hexadecimal digits, 64-bit numbers as texts.
///
/// Attributes have the names of OpenTelemetry's conventions for messaging where these have one.
struct SpanDocument {
    private(set) var bytes: [UInt8] = []
    private var isFirstAttribute = true

    /// A document of spans that come from one service.
    init(_ spans: [Span], from origin: SpanOrigin) {
        bytes.reserveCapacity(1_000 * spans.count + 400)
        add(#"{"resourceSpans":[{"resource":{"attributes":["#)
        attribute("service.name", origin.service)
        attribute("service.namespace", "saypro")
        attribute("service.version", origin.version)
        attribute("service.instance.id", origin.instance)
        add(#"]},"scopeSpans":[{"scope":{"name":"saypro.pipeline"},"spans":["#)
        for (place, span) in spans.enumerated() {
            if place > 0 { add(",") }
            add(span)
        }
        add("]}]}]}")
    }

    private mutating func add(_ span: Span) {
        let subject = span.subject
        add(#"{"traceId":"\#(span.trace)","spanId":"\#(span.id)","#)
        if let parent = span.parent { add(#""parentSpanId":"\#(parent)","#) }
        add(#""name":"#)
        bytes.appendJSON("process \(subject.type)")
        // 5: it consumes a message.
        add(#","kind":5,"startTimeUnixNano":"\#(span.start.microseconds)000","#)
        add(#""endTimeUnixNano":"\#(max(span.start, span.end).microseconds)000","attributes":["#)
        isFirstAttribute = true
        attribute("messaging.system", "redis")
        attribute("messaging.operation.type", "process")
        attribute("messaging.operation.name", "process")
        attribute("messaging.destination.name", subject.source?.rawValue ?? "inbound")
        attribute("messaging.destination.partition.id", String(subject.partition))
        attribute("messaging.consumer.group.name", span.stage.rawValue)
        attribute("messaging.message.id", subject.event.description)
        attribute("messaging.batch.message_count", number: Int64(span.batchSize))
        attribute("saypro.event.type", subject.type)
        attribute("saypro.event.seq", number: subject.seq)
        if let id = subject.case { attribute("saypro.case", id.rawValue) }
        if let fault = span.fault {
            attribute("error.type", fault)
            // 2: it failed.
            add(#"],"status":{"code":2,"message":"#)
            bytes.appendJSON(fault)
            add("}}")
        } else {
            add("]}")
        }
    }

    private mutating func attribute(_ key: String, _ text: String) {
        beginAttribute(key)
        add(#"{"stringValue":"#)
        bytes.appendJSON(text)
        add("}}")
    }

    private mutating func attribute(_ key: String, number: Int64) {
        beginAttribute(key)
        add(#"{"intValue":"\#(number)"}}"#)
    }

    private mutating func beginAttribute(_ key: String) {
        add(isFirstAttribute ? #"{"key":"\#(key)","value":"# : #",{"key":"\#(key)","value":"#)
        isFirstAttribute = false
    }

    private mutating func add(_ text: String) { bytes.append(contentsOf: text.utf8) }
}
