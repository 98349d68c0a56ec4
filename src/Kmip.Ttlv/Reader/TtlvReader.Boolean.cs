using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace Kmip.Ttlv;

public ref partial struct TtlvReader
{
    /// <summary>Reads a Boolean.</summary>
    /// <exception cref="TtlvException">Another item comes here, its length is wrong, or it is neither 0 nor 1.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool ReadBoolean(KmipTag tag)
    {
        if (_rest.Length >= TtlvItem.FixedItemLength
            && BinaryPrimitives.ReadUInt64BigEndian(_rest) == TtlvItem.Header(tag, TtlvType.Boolean, 8))
        {
            ulong value = BinaryPrimitives.ReadUInt64BigEndian(_rest[TtlvItem.HeaderLength..]);
            if (value <= 1)
            {
                _rest = _rest[TtlvItem.FixedItemLength..];
                return value != 0;
            }
        }

        return BinaryPrimitives.ReadUInt64BigEndian(ReadValue(tag, TtlvType.Boolean)) != 0;
    }
}
