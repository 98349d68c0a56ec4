using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace Kmip.Ttlv;

public ref partial struct TtlvReader
{
    /// <summary>Reads an Integer: signed, 32 bits.</summary>
    /// <exception cref="TtlvException">Another item comes here, or its length or padding is wrong.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int ReadInteger(KmipTag tag) =>
        TryReadFour(tag, TtlvType.Integer, out uint value) ? (int)value : (int)ReadFourCarefully(tag, TtlvType.Integer);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private uint ReadFourCarefully(KmipTag tag, TtlvType type)
    {
        int position = Position;
        ReadOnlySpan<byte> value = ReadValue(tag, type);
        return value.Length == 4
            ? BinaryPrimitives.ReadUInt32BigEndian(value)
            : TtlvItem.EightByteValue(value, tag, position, signed: type == TtlvType.Integer);
    }
}
