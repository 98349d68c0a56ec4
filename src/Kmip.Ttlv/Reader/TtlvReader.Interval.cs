using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace Kmip.Ttlv;

public ref partial struct TtlvReader
{
    /// <summary>Reads an Interval, in seconds.</summary>
    /// <exception cref="TtlvException">Another item comes here, or its length or padding is wrong.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public uint ReadInterval(KmipTag tag) =>
        TryReadFour(tag, TtlvType.Interval, out uint value)
            ? value
            : BinaryPrimitives.ReadUInt32BigEndian(ReadValue(tag, TtlvType.Interval));
}
