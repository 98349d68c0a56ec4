using Kmip.Protocol;
using Kmip.Ttlv;

namespace Kmip.Server;

/// <summary>
/// Reads a message of a minor version that is newer than the server's as one of the version it is answered in: the fields that the server
/// does not know are ignored, the rest is processed normally (KMIP 1.4 table 327; sections 6.1 of 1.4 and 9.16 of 2.1).
/// </summary>
internal static class NewerMinorVersion
{
    /// <summary>Writes the message with the version answered in, without the items whose tags are not known.</summary>
    /// <param name="frame">A request whose bytes have been validated.</param>
    /// <param name="options">How strictly to read.</param>
    /// <param name="answered">The version answered in.</param>
    /// <param name="copy">Receives the message; it may hold secrets.</param>
    /// <exception cref="TtlvException">The message is not laid out as a request.</exception>
    public static void Rewrite(ReadOnlySpan<byte> frame, TtlvReaderOptions options, KmipVersion answered, TtlvWriter copy)
    {
        var outer = new TtlvReader(frame, options);
        TtlvReader message = outer.ReadStructure(KmipTag.RequestMessage);
        using (copy.BeginStructure(KmipTag.RequestMessage))
        {
            TtlvReader header = message.ReadStructure(KmipTag.RequestHeader);
            using (copy.BeginStructure(KmipTag.RequestHeader))
            {
                header.Skip();
                using (copy.BeginStructure(KmipTag.ProtocolVersion))
                {
                    copy.WriteInteger(KmipTag.ProtocolVersionMajor, answered.Major);
                    copy.WriteInteger(KmipTag.ProtocolVersionMinor, answered.Minor);
                }

                CopyKnown(ref header, copy);
            }

            CopyKnown(ref message, copy);
        }
    }

    private static void CopyKnown(ref TtlvReader reader, TtlvWriter copy)
    {
        while (reader.TryPeek(out KmipTag tag, out TtlvType type))
        {
            if (KmipTags.GetName(tag) is null)
            {
                reader.Skip();
            }
            else if (type is TtlvType.Structure && tag is not KmipTag.VendorExtension)
            {
                // Depth is bounded by the limits that the message was validated against.
                TtlvReader fields = reader.ReadStructure(tag);
                using (copy.BeginStructure(tag))
                {
                    CopyKnown(ref fields, copy);
                }
            }
            else
            {
                copy.WriteEncodedItem(reader.ReadEncodedItem());
            }
        }
    }
}
