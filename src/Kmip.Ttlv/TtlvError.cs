namespace Kmip.Ttlv;

/// <summary>What is wrong with the bytes, or with the message that was to be written.</summary>
public enum TtlvError
{
    /// <summary>The data ends inside an item.</summary>
    Truncated,

    /// <summary>An item is longer than what is left of the structure that contains it.</summary>
    LengthExceedsParent,

    /// <summary>A declared length is over a limit: the whole message, or a text.</summary>
    LengthExceedsLimit,

    /// <summary>The first byte of a message is neither 0x42 nor 0x54: the bytes are not KMIP.</summary>
    InvalidTag,

    /// <summary>The type byte is 0x00 or above 0x0B.</summary>
    InvalidType,

    /// <summary>The declared length is not one that the type allows.</summary>
    InvalidLength,

    /// <summary>A padding byte is not zero.</summary>
    NonZeroPadding,

    /// <summary>A Boolean is neither 0 nor 1.</summary>
    InvalidBoolean,

    /// <summary>A Text String is not well-formed UTF-8.</summary>
    InvalidUtf8,

    /// <summary>Structures are nested deeper than the limit.</summary>
    DepthExceeded,

    /// <summary>The message has more items than the limit.</summary>
    ItemLimitExceeded,

    /// <summary>The item has another tag than the one that must come here.</summary>
    UnexpectedTag,

    /// <summary>The item has the right tag and another type than its field has.</summary>
    UnexpectedType,

    /// <summary>A required item is absent.</summary>
    MissingItem,

    /// <summary>An item is left over where its structure should end.</summary>
    UnexpectedItem,

    /// <summary>Bytes follow the one message.</summary>
    TrailingData,

    /// <summary>The encoding is right and the value cannot be: a date outside the years 1 to 9999, a number outside its range.</summary>
    ValueOutOfRange,

    /// <summary>The message being written is longer than the maximum length of its <see cref="TtlvWriter"/>.</summary>
    OutputLimitExceeded,
}
