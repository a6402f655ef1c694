import Triage

/// The default model, read once for all tests.
enum Shipped {
    static let model = Result { try DefaultModel.load() }
}
