using Kmip.Protocol;
using Kmip.Ttlv;

namespace Kmip.Server;

/// <summary>
/// In which version a request is answered. A minor version above the highest known is answered in the highest of the same major version
/// (table 327 of 1.4; sections 6.1 of 1.4 and 9.16 of 2.1: compatibility within a major version); an unknown major version is refused in one
/// that the server speaks.
/// </summary>
internal readonly record struct VersionChoice(KmipVersion Asked, KmipVersion Answered, Failure? Refusal)
{
    public static VersionChoice Of(ReadOnlySpan<byte> frame, TtlvReaderOptions options)
    {
        if (!RequestEnvelope.TryReadVersion(frame, out KmipVersion asked, options))
        {
            // Cannot be read so far: the reader finds the reason, and 1.0 is what every client understands.
            return new VersionChoice(KmipVersion.V1_0, KmipVersion.V1_0, null);
        }

        if (asked.IsSupported)
        {
            return new VersionChoice(asked, asked, null);
        }

        return asked switch
        {
            { Major: 1, Minor: >= 0 } => new VersionChoice(asked, KmipVersion.V1_4, null),
            { Major: 2, Minor: >= 0 } => new VersionChoice(asked, KmipVersion.V2_1, null),
            { Major: > 1 } => new VersionChoice(asked, KmipVersion.V2_1, Unsupported),
            _ => new VersionChoice(asked, KmipVersion.V1_0, Unsupported),
        };
    }

    /// <summary>True where the request is of a newer minor version than the one it is answered in.</summary>
    public bool IsNewer => Asked != Answered;

    private static Failure Unsupported => new(
        ResultReason.UnsupportedProtocolVersion, "The server speaks KMIP 1.0 to 1.4, 2.0 and 2.1.", ResultReason.InvalidMessage);
}
