/// The product's version.
public enum FoundryVersion {
    /// The version as `foundry --version` prints it.
    public static let current = "0.1.0"
}
