namespace Kmip.Server;

/// <summary>What a transaction is opened for.</summary>
public enum StoreAccess
{
    /// <summary>Reads a consistent picture; never waits for writers.</summary>
    Read,

    /// <summary>Reads and changes; a store may let one such transaction at a time run.</summary>
    Write,
}
