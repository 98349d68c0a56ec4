using Kmip.Ttlv;

namespace Kmip.Protocol;

/// <summary>Anything with fields: a structure, a payload, a managed object.</summary>
public interface IKmipStructure
{
    /// <summary>
    /// Writes the fields, in the order of the specification, without the header of the structure itself. What the version does not
    /// define is left out: an older peer is never sent a newer field, attribute or value.
    /// </summary>
    /// <exception cref="TtlvException">A value that the structure cannot do without is not defined in the version.</exception>
    /// <exception cref="InvalidOperationException">A property that the version requires is not set.</exception>
    void Encode(TtlvWriter writer, KmipVersion version);
}

/// <summary>A structure that can be read.</summary>
/// <typeparam name="TSelf">The structure itself.</typeparam>
public interface IKmipStructure<TSelf> : IKmipStructure
    where TSelf : IKmipStructure<TSelf>
{
    /// <summary>Reads the fields.</summary>
    /// <param name="reader">Inside the structure, at its first field; it is at its end afterwards.</param>
    /// <param name="version">The version of the message: fields that it does not define are refused.</param>
    /// <exception cref="TtlvException">A field is absent, out of order, of the wrong type or not defined in the version.</exception>
    static abstract TSelf Decode(ref TtlvReader reader, KmipVersion version);
}

/// <summary>A request payload; its type tells the operation and the type of the answer.</summary>
/// <typeparam name="TSelf">The payload itself.</typeparam>
/// <typeparam name="TResponse">The response payload.</typeparam>
public interface IKmipRequest<TSelf, TResponse> : IKmipStructure<TSelf>
    where TSelf : IKmipRequest<TSelf, TResponse>
    where TResponse : IKmipResponse<TResponse>
{
    /// <summary>The operation.</summary>
    static abstract Operation Operation { get; }
}

/// <summary>A response payload.</summary>
/// <typeparam name="TSelf">The payload itself.</typeparam>
public interface IKmipResponse<TSelf> : IKmipStructure<TSelf>
    where TSelf : IKmipResponse<TSelf>
{
}
