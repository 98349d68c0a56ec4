using Kmip.Ttlv;

namespace Kmip.Protocol;

/// <summary>
/// A request whose payloads are not decoded yet: what a server needs to answer each item on its own, also when one of them is bad.
/// Payloads stay where they are: an item tells where in the frame.
/// </summary>
public sealed class RequestEnvelope : IDisposable
{
    private RequestEnvelope(RequestHeader header, RequestEnvelopeItem[] items)
    {
        Header = header;
        Items = items;
    }

    /// <summary>The header.</summary>
    public RequestHeader Header { get; }

    /// <summary>The version that the header names.</summary>
    public KmipVersion Version => Header.ProtocolVersion;

    /// <summary>The items, in order: as many as the header's Batch Count, at least one.</summary>
    public IReadOnlyList<RequestEnvelopeItem> Items { get; }

    /// <summary>Reads a whole frame.</summary>
    /// <param name="reader">At the start of the frame; at its end afterwards.</param>
    /// <param name="maximumBatchItems">The limit, checked before anything is allocated for the items: it stops a message of a few
    /// hundred kilobytes from becoming tens of thousands of operations.</param>
    /// <exception cref="TtlvException">The frame is not one request. See <see cref="TryReadVersion"/>.</exception>
    public static RequestEnvelope Read(ref TtlvReader reader, int maximumBatchItems = RequestMessage.MaximumBatchItems)
    {
        TtlvReader message = reader.ReadStructure(KmipTag.RequestMessage);
        if (!reader.IsAtEnd)
        {
            throw new TtlvException(TtlvError.TrailingData, null, reader.Position, "bytes follow the message");
        }

        ModelRules.Require(in message, KmipTag.RequestHeader, nameof(RequestMessage));
        TtlvReader fields = message.ReadStructure(KmipTag.RequestHeader);
        int position = fields.Position;
        KmipVersion version = MessageItems.PeekVersion(fields);
        RequestHeader header = RequestHeader.Decode(ref fields, version);
        try
        {
            MessageItems.CheckBatchCount(header.BatchCount, maximumBatchItems, position);
            RequestEnvelopeItem[] items = new RequestEnvelopeItem[header.BatchCount];
            int read = 0;
            for (; read < items.Length && message.NextIs(KmipTag.BatchItem); read++)
            {
                TtlvReader item = message.ReadStructure(KmipTag.BatchItem);
                items[read] = RequestEnvelopeItem.Read(ref item, version);
            }

            MessageItems.CheckAllRead(in message, read, items.Length);
            return new RequestEnvelope(header, items);
        }
        catch
        {
            header.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Finds the version of a frame that <see cref="Read"/> refused, so that the failure can be answered in it. The version may be one that
    /// the library does not speak.
    /// </summary>
    /// <param name="frame">The frame.</param>
    /// <param name="version">The version.</param>
    /// <param name="options">How strictly to read; <see cref="TtlvReaderOptions.Strict"/> where it is null.</param>
    /// <returns>False where the frame does not begin with a request header that begins with a version.</returns>
    public static bool TryReadVersion(ReadOnlySpan<byte> frame, out KmipVersion version, TtlvReaderOptions? options = null)
    {
        try
        {
            TtlvReader reader = new(frame, options);
            TtlvReader message = reader.ReadStructure(KmipTag.RequestMessage);
            TtlvReader header = message.ReadStructure(KmipTag.RequestHeader);
            version = header.ReadKmipVersion(KmipTag.ProtocolVersion, default);
            return true;
        }
        catch (TtlvException)
        {
            version = default;
            return false;
        }
    }

    /// <summary>Zeroes the secrets of the header.</summary>
    public void Dispose() => Header.Dispose();
}
