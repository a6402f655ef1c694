import Triage

extension CaseTriage {
    /// Asks the model about the messages that may open a case: of each conversation without an open one, the first.
    ///
    /// What only the decision can know, such as a message after a resolve of the same batch, is judged there.
    func judge(_ works: inout [Work], cases: CaseThreads) {
        var seen: Set<CaseThreads.Key> = []
        for index in works.indices where works[index].mayOpen {
            let work = works[index]
            let key = CaseThreads.Key(partition: work.partition, conversation: work.key)
            guard seen.insert(key).inserted else { continue }
            if let current = cases.current(work), current.takesMessage(at: work.time) { continue }
            works[index].judgement = judge(work.fields.optional("text"))
        }
    }
}

extension Work {
    /// Whether it opens a case where there is none.
    fileprivate var mayOpen: Bool {
        switch request {
        case .open: return true
        case .post(let message), .forwarded(let message):
            if case .user = message.voice { return true }
            return false
        default: return false
        }
    }
}
