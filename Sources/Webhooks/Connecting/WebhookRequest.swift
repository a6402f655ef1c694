import Contract
import NIOHTTP1

/// A webhook as it goes over a connection.
struct WebhookRequest: Sendable {
    let head: HTTPRequestHead
    let body: [UInt8]

    init(_ delivery: WebhookDelivery, to target: Target, at time: Instant) {
        var headers = HTTPHeaders([
            ("host", target.origin.authority),
            ("content-type", "application/json"),
            ("content-length", String(delivery.message.body.count)),
            ("connection", "close"),
            ("user-agent", "SayPro-Messaging"),
        ])
        headers.add(contentsOf: delivery.secrets.headers(for: delivery.message, at: time).map { ($0.name, $0.value) })
        head = HTTPRequestHead(version: .http1_1, method: .POST, uri: target.path, headers: headers)
        body = delivery.message.body
    }
}
