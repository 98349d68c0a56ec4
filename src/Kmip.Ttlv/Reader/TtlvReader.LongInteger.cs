using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace Kmip.Ttlv;

public ref partial struct TtlvReader
{
    /// <summary>Reads a Long Integer: signed, 64 bits.</summary>
    /// <exception cref="TtlvException">Another item comes here, or its length is wrong.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public long ReadLongInteger(KmipTag tag) => ReadEight(tag, TtlvType.LongInteger);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private long ReadEight(KmipTag tag, TtlvType type) =>
        TryReadEight(tag, type, out ulong value) ? (long)value : BinaryPrimitives.ReadInt64BigEndian(ReadValue(tag, type));
}
