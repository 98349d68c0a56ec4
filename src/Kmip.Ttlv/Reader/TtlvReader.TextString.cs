using System.Text;

namespace Kmip.Ttlv;

public ref partial struct TtlvReader
{
    /// <summary>Reads a Text String.</summary>
    /// <remarks>The string is a copy that cannot be erased: read secret texts with <see cref="ReadTextStringUtf8"/>.</remarks>
    /// <exception cref="TtlvException">Another item comes here, or its length, padding or UTF-8 is wrong.</exception>
    public string ReadTextString(KmipTag tag) => Encoding.UTF8.GetString(ReadTextStringUtf8(tag));

    /// <summary>Reads a Text String as its bytes, which are well-formed UTF-8.</summary>
    /// <exception cref="TtlvException">Another item comes here, or its length, padding or UTF-8 is wrong.</exception>
    public ReadOnlySpan<byte> ReadTextStringUtf8(KmipTag tag)
    {
        ReadOnlySpan<byte> before = _rest;
        if (TryReadBytes(tag, TtlvType.TextString, out ReadOnlySpan<byte> value) && value.Length <= Options.MaximumTextLength
            && TtlvUtf8.IsValid(before.Slice(TtlvItem.HeaderLength, TtlvItem.Padded(value.Length)), value.Length))
        {
            return value;
        }

        _rest = before;
        return ReadValue(tag, TtlvType.TextString);
    }
}
