using Kmip.Ttlv;

namespace Kmip.Protocol;

/// <summary>A request, all payloads decoded (clause 7.1 of 1.x, 8.1 of 2.x). Servers that decode one payload after the other use <see cref="RequestEnvelope"/>.</summary>
public sealed class RequestMessage : IDisposable
{
    /// <summary>The most batch items that are decoded: stops a small message from becoming a great many operations.</summary>
    public const int MaximumBatchItems = 1000;

    /// <summary>The header; its Batch Count is set when the message is encoded.</summary>
    public RequestHeader Header { get; set; } = new();

    /// <summary>The items, in order; at least one.</summary>
    public List<RequestBatchItem> BatchItems { get; set; } = [];

    /// <summary>The version that the header names.</summary>
    public KmipVersion Version => Header.ProtocolVersion;

    /// <summary>Decodes a message.</summary>
    /// <param name="message">The whole message and nothing else.</param>
    /// <param name="options">How strictly to read; <see cref="TtlvReaderOptions.Strict"/> where it is null.</param>
    /// <exception cref="TtlvException">The bytes are not such a message, or it has more than <see cref="MaximumBatchItems"/> items.</exception>
    public static RequestMessage Decode(ReadOnlySpan<byte> message, TtlvReaderOptions? options = null)
    {
        TtlvReader outer = new(message, options);
        TtlvReader reader = outer.ReadStructure(KmipTag.RequestMessage);
        if (!outer.IsAtEnd)
        {
            throw new TtlvException(TtlvError.TrailingData, null, outer.Position, "bytes follow the message");
        }

        RequestMessage value = new();
        try
        {
            value.DecodeFields(ref reader);
            return value;
        }
        catch
        {
            value.Dispose();
            throw;
        }
    }

    /// <summary>Encodes the message into an array, which may hold secrets: the caller zeroes it.</summary>
    /// <exception cref="InvalidOperationException">A property that the version requires is not set.</exception>
    public byte[] Encode()
    {
        using TtlvWriter writer = new();
        Encode(writer);
        return writer.WrittenSpan.ToArray();
    }

    /// <summary>Writes the message in the version that the header names.</summary>
    /// <exception cref="InvalidOperationException">A property that the version requires is not set.</exception>
    public void Encode(TtlvWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        Header.BatchCount = BatchItems.Count;
        using (writer.BeginStructure(KmipTag.RequestMessage))
        {
            writer.WriteModel(KmipTag.RequestHeader, Header, Version);
            foreach (RequestBatchItem item in BatchItems)
            {
                writer.WriteModel(KmipTag.BatchItem, item, Version);
            }
        }
    }

    /// <summary>Zeroes the secrets of the header and the items.</summary>
    public void Dispose()
    {
        Header.Dispose();
        BatchItems.ForEach(item => item.Dispose());
    }

    private void DecodeFields(ref TtlvReader reader)
    {
        ModelRules.Require(in reader, KmipTag.RequestHeader, nameof(RequestMessage));
        TtlvReader header = reader.ReadStructure(KmipTag.RequestHeader);
        int position = header.Position;
        Header = RequestHeader.Decode(ref header, MessageItems.PeekVersion(header));
        MessageItems.CheckBatchCount(Header.BatchCount, MaximumBatchItems, position);
        while (reader.NextIs(KmipTag.BatchItem) && BatchItems.Count < Header.BatchCount)
        {
            BatchItems.Add(reader.ReadModel<RequestBatchItem>(KmipTag.BatchItem, Version));
        }

        MessageItems.CheckAllRead(in reader, BatchItems.Count, Header.BatchCount);
    }
}
