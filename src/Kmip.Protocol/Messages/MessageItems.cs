using Kmip.Ttlv;

namespace Kmip.Protocol;

/// <summary>What requests and responses have in common.</summary>
internal static class MessageItems
{
    /// <summary>Reads the header's own version, without moving the reader.</summary>
    /// <exception cref="TtlvException">There is none, or the library does not speak it.</exception>
    public static KmipVersion PeekVersion(TtlvReader header)
    {
        ModelRules.Require(in header, KmipTag.ProtocolVersion, "Header");
        int position = header.Position;
        KmipVersion version = header.ReadKmipVersion(KmipTag.ProtocolVersion, default);
        return version.IsSupported
            ? version
            : throw new TtlvException(TtlvError.ValueOutOfRange, KmipTag.ProtocolVersion, position, "use one of KMIP 1.0 - 1.4, 2.0 and 2.1");
    }

    /// <summary>Checks the Batch Count before anything is allocated for the items.</summary>
    /// <param name="count">The count that the header announced.</param>
    /// <param name="maximum">The limit: it stops a message of a few hundred kilobytes from becoming tens of thousands of operations.</param>
    /// <param name="position">Where the header is.</param>
    public static void CheckBatchCount(int count, int maximum, int position)
    {
        if (count < 1)
        {
            throw new TtlvException(TtlvError.ValueOutOfRange, KmipTag.BatchCount, position, "a message has at least one batch item");
        }

        if (count > maximum)
        {
            throw new TtlvException(TtlvError.ItemLimitExceeded, KmipTag.BatchCount, position, $"at most {maximum} batch items are accepted");
        }
    }

    /// <summary>Checks that as many items came as the header announced.</summary>
    public static void CheckAllRead(scoped in TtlvReader reader, int read, int count)
    {
        if (read < count)
        {
            throw new TtlvException(TtlvError.MissingItem, KmipTag.BatchItem, reader.Position, "Batch Count announces more batch items");
        }

        if (!reader.IsAtEnd)
        {
            throw new TtlvException(TtlvError.UnexpectedItem, reader.PeekTag(), reader.Position, "Batch Count announces fewer batch items");
        }
    }

    /// <summary>Reads the extensions at the end of an item: at most one before 2.0.</summary>
    public static List<MessageExtension> ReadExtensions(ref TtlvReader reader, KmipVersion version)
    {
        List<MessageExtension> extensions = [];
        while (reader.NextIs(KmipTag.MessageExtension) && (extensions.Count == 0 || version >= KmipVersion.V2_0))
        {
            extensions.Add(reader.ReadModel<MessageExtension>(KmipTag.MessageExtension, version));
        }

        return extensions;
    }

    /// <summary>Writes the extensions: the first one only before 2.0.</summary>
    public static void WriteExtensions(TtlvWriter writer, List<MessageExtension> extensions, KmipVersion version)
    {
        foreach (MessageExtension extension in extensions.Take(version >= KmipVersion.V2_0 ? int.MaxValue : 1))
        {
            writer.WriteModel(KmipTag.MessageExtension, extension, version);
        }
    }

    /// <summary>Disposes what may hold secrets.</summary>
    public static void Dispose(object? value) => (value as IDisposable)?.Dispose();
}
