namespace Kmip.Server;

/// <summary>Why a store could not do what it was asked.</summary>
public enum StoreError
{
    /// <summary>An object with this identifier exists.</summary>
    AlreadyExists,

    /// <summary>The store accepts no changes.</summary>
    ReadOnly,

    /// <summary>There is no room.</summary>
    Full,

    /// <summary>The store failed: a disk, a file, a database.</summary>
    Failed,

    /// <summary>The object is of a kind the store cannot keep.</summary>
    UnsupportedObject,
}

/// <summary>A store could not do what it was asked. The message may reach a client: our words, no path, no secret.</summary>
public sealed class StoreException : Exception
{
    /// <summary>With a message for the client.</summary>
    /// <param name="error">Why.</param>
    /// <param name="message">One sentence, in our words.</param>
    /// <param name="innerException">The cause, for the log only.</param>
    public StoreException(StoreError error, string message, Exception? innerException = null)
        : base(message, innerException) => Error = error;

    /// <summary>Why.</summary>
    public StoreError Error { get; }
}
