using System.Buffers.Binary;
using Kmip.Protocol;

namespace Kmip.Server;

/// <summary>
/// In which version a request is answered. A minor version above the highest known is answered in the highest of the same major version
/// (section 6.1 of 1.4: compatibility within a major version); an unknown major version is refused in one that the server speaks.
/// </summary>
internal readonly record struct VersionChoice(KmipVersion Asked, KmipVersion Answered, Failure? Refusal)
{
    // Where a well-formed message has the value of Protocol Version Minor: three structure headers, the major item, then a header.
    private const int MinorValueOffset = 48;

    public static VersionChoice Of(ReadOnlySpan<byte> frame)
    {
        if (!RequestEnvelope.TryReadVersion(frame, out KmipVersion asked))
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

    /// <summary>Puts the answered version's minor number into a copy of the message; where a message is laid out otherwise, the reader refuses it.</summary>
    public static void Rewrite(Span<byte> frame, KmipVersion version)
    {
        if (frame.Length >= MinorValueOffset + sizeof(int))
        {
            BinaryPrimitives.WriteInt32BigEndian(frame[MinorValueOffset..], version.Minor);
        }
    }

    private static Failure Unsupported => new(
        ResultReason.UnsupportedProtocolVersion, "The server speaks KMIP 1.0 to 1.4, 2.0 and 2.1.", ResultReason.InvalidMessage);
}
