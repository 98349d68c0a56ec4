using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace Kmip.Ttlv;

public ref partial struct TtlvReader
{
    /// <summary>Reads a Structure: returns a reader for what is in it, and moves on behind it.</summary>
    /// <exception cref="TtlvException">Another item comes here, or the structure is too long or too deep.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TtlvReader ReadStructure(KmipTag tag)
    {
        if (_rest.Length >= TtlvItem.HeaderLength)
        {
            ulong header = BinaryPrimitives.ReadUInt64BigEndian(_rest);
            uint length = (uint)header;
            if ((header ^ length) == TtlvItem.Header(tag, TtlvType.Structure, 0) && (length & 7) == 0
                && length <= (uint)(_rest.Length - TtlvItem.HeaderLength) && _room > 0)
            {
                int end = TtlvItem.HeaderLength + (int)length;
                TtlvReader child = new(_rest.Slice(TtlvItem.HeaderLength, (int)length), Position + end, _room - 1, _options);
                _rest = _rest[end..];
                return child;
            }
        }

        return RefuseStructure(tag);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private TtlvReader RefuseStructure(KmipTag tag)
    {
        int position = Position;
        _ = ReadValue(tag, TtlvType.Structure);
        throw new TtlvException(TtlvError.DepthExceeded, tag, position, "structures are nested too deeply");
    }
}
