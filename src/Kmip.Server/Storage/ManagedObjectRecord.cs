using Kmip.Protocol;

namespace Kmip.Server;

/// <summary>
/// What is known of an object without its key material: identity, owner and attributes (State and the dates among them). Treat one that came
/// from a store as frozen: transactions of other requests may share it.
/// </summary>
public sealed class ManagedObjectRecord
{
    /// <summary>The identifier clients name the object by; given out once, never again.</summary>
    public required string UniqueIdentifier { get; init; }

    /// <summary>What kind of object it is.</summary>
    public required ObjectType ObjectType { get; init; }

    /// <summary>The fingerprint of the client that created or registered it.</summary>
    public required string Owner { get; init; }

    /// <summary>The attributes, in the order they were set.</summary>
    public required AttributeList Attributes { get; init; }

    /// <summary>The state; <see cref="State.PreActive"/> where the attribute is missing.</summary>
    public State State => Attributes.State ?? State.PreActive;

    /// <summary>True once its key material is gone.</summary>
    public bool IsDestroyed => State is State.Destroyed or State.DestroyedCompromised;

    /// <summary>A copy whose attributes can be changed without touching this record.</summary>
    public ManagedObjectRecord Copy() => new()
    {
        UniqueIdentifier = UniqueIdentifier,
        ObjectType = ObjectType,
        Owner = Owner,
        Attributes = Attributes.Clone(),
    };

    /// <summary>Identifier and type; nothing a log may not hold.</summary>
    public override string ToString() => $"{ObjectType} {UniqueIdentifier}";
}
