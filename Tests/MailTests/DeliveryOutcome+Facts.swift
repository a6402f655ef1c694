import Mail

extension DeliveryOutcome {
    var isDelivered: Bool {
        if case .delivered = self { true } else { false }
    }

    var reply: ServerReply? {
        if case .delivered(let reply) = self { reply } else { nil }
    }

    var refusal: Refusal? {
        if case .refused(let refusal) = self { refusal } else { nil }
    }

    var postponement: Postponement? {
        if case .postponed(let postponement) = self { postponement } else { nil }
    }

    /// The answer that postponed it.
    var serverReply: ServerReply? {
        if case .server(let reply) = postponement?.cause { reply } else { nil }
    }
}
