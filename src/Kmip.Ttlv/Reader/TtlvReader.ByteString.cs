using System.Runtime.CompilerServices;

namespace Kmip.Ttlv;

public ref partial struct TtlvReader
{
    /// <summary>Reads a Byte String. The span is a part of the data.</summary>
    /// <exception cref="TtlvException">Another item comes here, or its length or padding is wrong.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ReadOnlySpan<byte> ReadByteString(KmipTag tag) =>
        TryReadBytes(tag, TtlvType.ByteString, out ReadOnlySpan<byte> value) ? value : ReadValue(tag, TtlvType.ByteString);
}
