using Kmip.KeyProviders;

namespace Kmip.Server;

/// <summary>A store that can keep objects sealed under a key provider. Stores that cannot do not implement it.</summary>
public interface ISealedStore : IManagedObjectStore
{
    /// <summary>The provider that objects are sealed under; null where this one keeps them in the clear.</summary>
    IKeyProvider? KeyProvider { get; }
}
