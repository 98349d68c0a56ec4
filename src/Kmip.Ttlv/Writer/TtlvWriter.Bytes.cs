using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace Kmip.Ttlv;

public sealed partial class TtlvWriter
{
    /// <summary>Writes a Byte String.</summary>
    /// <exception cref="TtlvException">The output would be longer than the maximum.</exception>
    public void WriteByteString(KmipTag tag, ReadOnlySpan<byte> value) =>
        value.CopyTo(WriteHeader(tag, TtlvType.ByteString, (uint)value.Length, ItemSize(value.Length)));

    /// <summary>Writes a Text String.</summary>
    /// <exception cref="ArgumentException">The text has half of a surrogate pair: it cannot be UTF-8.</exception>
    /// <exception cref="TtlvException">The output would be longer than the maximum.</exception>
    public void WriteTextString(KmipTag tag, string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        WriteTextString(tag, value.AsSpan());
    }

    /// <summary>Writes a Text String.</summary>
    /// <exception cref="ArgumentException">The text has half of a surrogate pair: it cannot be UTF-8.</exception>
    /// <exception cref="TtlvException">The output would be longer than the maximum.</exception>
    public void WriteTextString(KmipTag tag, ReadOnlySpan<char> value)
    {
        // Nearly all texts are ASCII: as many bytes as characters, so one pass is enough.
        Mark start = GetMark();
        Span<byte> target = WriteHeader(tag, TtlvType.TextString, (uint)value.Length, ItemSize(value.Length));
        if (Ascii.FromUtf16(value, target, out _) != OperationStatus.Done)
        {
            RollbackTo(start);
            WriteUnicode(tag, value);
        }
    }

    private void WriteUnicode(KmipTag tag, ReadOnlySpan<char> value)
    {
        int length = Encoding.UTF8.GetByteCount(value);
        Mark start = GetMark();
        Span<byte> target = WriteHeader(tag, TtlvType.TextString, (uint)length, ItemSize(length));
        if (Utf8.FromUtf16(value, target, out _, out _, replaceInvalidSequences: false) != OperationStatus.Done)
        {
            RollbackTo(start);
            throw new ArgumentException("The text has half of a surrogate pair: it cannot be written as UTF-8.", nameof(value));
        }
    }

    /// <summary>Writes a Text String from its bytes.</summary>
    /// <exception cref="ArgumentException">The bytes are not well-formed UTF-8.</exception>
    /// <exception cref="TtlvException">The output would be longer than the maximum.</exception>
    public void WriteTextStringUtf8(KmipTag tag, ReadOnlySpan<byte> value)
    {
        if (!Utf8.IsValid(value))
        {
            throw new ArgumentException("The text is not well-formed UTF-8.", nameof(value));
        }

        value.CopyTo(WriteHeader(tag, TtlvType.TextString, (uint)value.Length, ItemSize(value.Length)));
    }
}
