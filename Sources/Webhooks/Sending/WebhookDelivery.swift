/// One webhook on its way to one receiver.
package struct WebhookDelivery: Sendable {
    /// The receiver's URL as it was given.
    package let url: String
    package let message: WebhookMessage
    package let secrets: SigningSecrets

    /// A message for a URL, to be signed with the secrets of its recipient.
    package init(_ message: WebhookMessage, to url: String, secrets: SigningSecrets) {
        self.url = url
        self.message = message
        self.secrets = secrets
    }
}
