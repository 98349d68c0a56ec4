using System.Globalization;

namespace Kmip.Ttlv;

/// <summary>Bad message data: what is wrong, at which tag and where. The message never contains a value.</summary>
public sealed class TtlvException : Exception
{
    /// <summary>Creates an exception whose message names the kind of error, the tag and the offset.</summary>
    /// <param name="error">What is wrong.</param>
    /// <param name="tag">The tag concerned, where it is known.</param>
    /// <param name="offset">Where the item begins, in bytes from the start of the outermost data.</param>
    /// <param name="detail">What was expected, without a value of the message: values may be secret.</param>
    public TtlvException(TtlvError error, KmipTag? tag, long offset, string? detail = null)
        : base(Describe(error, tag, offset, detail))
    {
        Error = error;
        Tag = tag;
        Offset = offset;
    }

    /// <summary>What is wrong.</summary>
    public TtlvError Error { get; }

    /// <summary>
    /// The tag concerned: for <see cref="TtlvError.MissingItem"/>, <see cref="TtlvError.UnexpectedTag"/> and
    /// <see cref="TtlvError.UnexpectedType"/> the tag that was expected, else the tag of the bad item. Null where it is not known.
    /// </summary>
    public KmipTag? Tag { get; }

    /// <summary>Where the item begins, in bytes from the start of the outermost data.</summary>
    public long Offset { get; }

    private static string Describe(TtlvError error, KmipTag? tag, long offset, string? detail)
    {
        string where = tag is { } known
            ? string.Create(CultureInfo.InvariantCulture, $"{error}: {TtlvNames.Of(known)} at offset {offset}")
            : string.Create(CultureInfo.InvariantCulture, $"{error} at offset {offset}");
        return detail is null ? where : where + ": " + detail;
    }
}
