public import Foundation
public import FoundryCore

extension RuntimeManifest {
    /// The runtime this program is built and tested with.
    ///
    /// The wheels are those of the public package index. Digests of wheels are what the index publishes, digests of members were computed
    /// from these wheels.
    /// - Parameter platform: The platform to run on.
    public static func pinned(for platform: Platform) -> RuntimeManifest {
        let wheels =
            switch platform {
            case .linuxX86: linuxX86
            case .linuxARM: linuxARM
            case .macOSARM: macOSARM
            }
        return RuntimeManifest(
            id: "onnxruntime-\(onnxRuntime)-genai-\(genAI)-cpu", platform: platform, onnxRuntimeVersion: onnxRuntime,
            genAIVersion: genAI, wheels: wheels)
    }

    private static let onnxRuntime = "1.31.1"
    private static let genAI = "0.18.0"

    private static let linuxX86 = [
        Wheel(
            package: "onnxruntime", version: onnxRuntime, platformTag: "manylinux_2_28_x86_64",
            fileName: "onnxruntime-1.31.1-cp312-cp312-manylinux_2_28_x86_64.whl", size: 23_760_988,
            sha256: "1f3dea47f2f0e5117c2404cea7d21fd253ae7836a3bf167a501cdfbb2600d536",
            members: [
                Member(
                    path: "onnxruntime/capi/libonnxruntime.so.1.31.1", fileName: Platform.linuxX86.onnxRuntimeLibraryName,
                    role: .onnxRuntime, size: 29_352_200, sha256: "fc44112fbe06d7d689c57e11d3862031f64711007e4ee020f8eed5185fd2c1d3")
            ] + licences),
        Wheel(
            package: "onnxruntime-genai-core", version: genAI, platformTag: "manylinux_2_28_x86_64",
            fileName: "onnxruntime_genai_core-0.18.0-py3-none-manylinux_2_28_x86_64.whl", size: 10_668_979,
            sha256: "8a29c0a3e517cdc7cac8809ee49c2b288f549fed6cdd31c08b53df06fd50460c",
            members: [
                Member(
                    path: "onnxruntime_genai_core/bin/libonnxruntime-genai.so", fileName: Platform.linuxX86.genAILibraryName,
                    role: .genAI, size: 34_292_872, sha256: "f0ab95190d09fc737173a1b2a6844d73aa8d63acd51fae55de61aadd246c6d22")
            ]),
    ]

    private static let linuxARM = [
        Wheel(
            package: "onnxruntime", version: onnxRuntime, platformTag: "manylinux_2_28_aarch64",
            fileName: "onnxruntime-1.31.1-cp312-cp312-manylinux_2_28_aarch64.whl", size: 21_420_803,
            sha256: "0b9a492176886992e0e875f06bc0367e333f5fff11711a2d642e18b02f3009cc",
            members: [
                Member(
                    path: "onnxruntime/capi/libonnxruntime.so.1.31.1", fileName: Platform.linuxARM.onnxRuntimeLibraryName,
                    role: .onnxRuntime, size: 25_265_040, sha256: "8aa3b76b28c778a2b1dd660d34161adb1d508c9ccd04ff9dc80e26eca5df8467")
            ] + licences),
        Wheel(
            package: "onnxruntime-genai-core", version: genAI, platformTag: "manylinux_2_28_aarch64",
            fileName: "onnxruntime_genai_core-0.18.0-py3-none-manylinux_2_28_aarch64.whl", size: 10_356_840,
            sha256: "2cf80c3b08cb9bf9471f75a0c528dd62ae18c1874d747ca58b13cd49bf113076",
            members: [
                Member(
                    path: "onnxruntime_genai_core/bin/libonnxruntime-genai.so", fileName: Platform.linuxARM.genAILibraryName,
                    role: .genAI, size: 35_188_264, sha256: "2df0b2fb6dcfa50d5d3af18745f30505bf91fbae79847742a88379cd20a88132")
            ]),
    ]

    private static let macOSARM = [
        Wheel(
            package: "onnxruntime", version: onnxRuntime, platformTag: "macosx_14_0_arm64",
            fileName: "onnxruntime-1.31.1-cp312-cp312-macosx_14_0_arm64.whl", size: 20_882_125,
            sha256: "96dd2564b10ea7153ad9c207e7cd8e5917cb3ba521e0e0a62ac03486fdc8d56c",
            members: [
                Member(
                    path: "onnxruntime/capi/libonnxruntime.1.31.1.dylib", fileName: Platform.macOSARM.onnxRuntimeLibraryName,
                    role: .onnxRuntime, size: 33_037_336, sha256: "d586cbe89effc085a09d3341b3cfbd5c322517f9d397aeb20814af21433f2b36")
            ] + licences),
        Wheel(
            package: "onnxruntime-genai-core", version: genAI, platformTag: "macosx_14_0_arm64",
            fileName: "onnxruntime_genai_core-0.18.0-py3-none-macosx_11_0_arm64.whl", size: 3_551_018,
            sha256: "08cb9874228ea7199befe95777617c0568c424727ca3c7db36d42475341dd30d",
            members: [
                Member(
                    path: "onnxruntime_genai_core/bin/libonnxruntime-genai.dylib", fileName: Platform.macOSARM.genAILibraryName,
                    role: .genAI, size: 9_936_320, sha256: "51c3bddffa09ed6be42529cbb457dc761588df81c8e2e186918900690c024144")
            ]),
    ]

    /// The same in the onnxruntime wheels of all platforms; the wheels of onnxruntime-genai-core hold no licence text.
    private static let licences = [
        Member(
            path: "onnxruntime/LICENSE", fileName: "onnxruntime-LICENSE.txt", role: .licence, size: 1073,
            sha256: "2f07c72751aed99790b8a4869cf2311df85a860b22ded05fa22803587a48922c"),
        Member(
            path: "onnxruntime/ThirdPartyNotices.txt", fileName: "onnxruntime-ThirdPartyNotices.txt", role: .licence, size: 338_088,
            sha256: "143764b952fdb1a7c69ce653bfba74a7744d6a8a573bfb73e235fba356c83de3"),
    ]
}

extension RuntimeLocator {
    /// Looks for the runtime that this program pins for this machine.
    /// - Throws: ``FoundryError`` `unsupported` where there is none for this machine.
    public init(environment: [String: String], executable: URL?, directories: FoundryDirectories) throws {
        self.init(
            environment: environment, executable: executable, directories: directories, manifest: .pinned(for: try Platform.current()))
    }
}
