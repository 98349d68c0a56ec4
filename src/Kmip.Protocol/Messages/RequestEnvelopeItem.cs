using Kmip.Ttlv;

namespace Kmip.Protocol;

/// <summary>One operation of a <see cref="RequestEnvelope"/>.</summary>
public sealed class RequestEnvelopeItem
{
    private RequestEnvelopeItem(Operation operation)
    {
        Operation = operation;
    }

    /// <summary>The operation.</summary>
    public Operation Operation { get; }

    /// <summary>True where the results are not to be kept (2.0 and later).</summary>
    public bool? Ephemeral { get; private set; }

    /// <summary>What the response must repeat; null where the client gave none.</summary>
    public byte[]? UniqueBatchItemID { get; private set; }

    /// <summary>Where the fields of the payload begin, in bytes from the start of the frame.</summary>
    public int PayloadOffset { get; private set; }

    /// <summary>The length of the fields of the payload in bytes.</summary>
    public int PayloadLength { get; private set; }

    /// <summary>Extensions: at most one before 2.0.</summary>
    public IReadOnlyList<MessageExtension> MessageExtensions { get; private set; } = [];

    /// <summary>True where an extension must be understood, or the item refused (clause 6.16 of 1.x).</summary>
    public bool HasCriticalExtension => MessageExtensions.Any(extension => extension.CriticalityIndicator);

    /// <summary>The fields of the payload, to decode from.</summary>
    /// <param name="frame">The frame that the envelope was read from.</param>
    public ReadOnlySpan<byte> Payload(ReadOnlySpan<byte> frame) => frame.Slice(PayloadOffset, PayloadLength);

    /// <summary>A reader of the fields of the payload, whose errors name offsets of the frame.</summary>
    /// <param name="frame">The frame that the envelope was read from.</param>
    /// <param name="options">How strictly to read; <see cref="TtlvReaderOptions.Strict"/> where it is null.</param>
    public TtlvReader PayloadReader(ReadOnlySpan<byte> frame, TtlvReaderOptions? options = null) => new(Payload(frame), options, PayloadOffset);

    internal static RequestEnvelopeItem Read(ref TtlvReader reader, KmipVersion version)
    {
        ModelRules.Require(in reader, KmipTag.Operation, nameof(RequestBatchItem));
        RequestEnvelopeItem item = new(reader.ReadEnumeration<Operation>(KmipTag.Operation));
        if (version >= KmipVersion.V2_0 && reader.NextIs(KmipTag.Ephemeral))
        {
            item.Ephemeral = reader.ReadBoolean(KmipTag.Ephemeral);
        }

        if (reader.NextIs(KmipTag.UniqueBatchItemID))
        {
            item.UniqueBatchItemID = reader.ReadByteString(KmipTag.UniqueBatchItemID).ToArray();
        }

        ModelRules.Require(in reader, KmipTag.RequestPayload, nameof(RequestBatchItem));
        TtlvReader payload = reader.ReadStructure(KmipTag.RequestPayload);
        item.PayloadOffset = payload.Position;
        item.PayloadLength = reader.Position - payload.Position;
        item.MessageExtensions = MessageItems.ReadExtensions(ref reader, version);
        ModelRules.RequireEnd(in reader, nameof(RequestBatchItem), version);
        return item;
    }
}
