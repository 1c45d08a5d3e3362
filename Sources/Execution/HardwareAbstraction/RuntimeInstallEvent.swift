/// A step of an installation, told when it begins.
public enum RuntimeInstallEvent: Sendable, Equatable {
    /// Another process installs at this moment; this one waits for it.
    case waiting
    /// What an interrupted installation left behind was removed; the folder's name.
    case removedLeftover(String)
    /// The runtime is there but damaged and is installed anew; what is wrong with it.
    case replacing(problems: [String])
    /// A wheel is fetched; its file name and size in bytes.
    case downloading(fileName: String, size: Int64)
    /// A wheel's digest is computed; its file name.
    case verifying(fileName: String)
    /// A file is unpacked; its name in the runtime and its size in bytes.
    case unpacking(fileName: String, size: Int64)
}

/// How an installation ended.
public enum RuntimeInstallOutcome: Sendable, Equatable {
    /// The runtime was installed.
    case installed(RuntimeRecord)
    /// The runtime was there and intact; nothing was done.
    case alreadyInstalled(RuntimeRecord)

    /// What is installed now.
    public var record: RuntimeRecord {
        switch self {
        case .installed(let record), .alreadyInstalled(let record): record
        }
    }
}
