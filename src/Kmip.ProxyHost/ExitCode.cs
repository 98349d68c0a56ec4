namespace Kmip.ProxyHost;

/// <summary>
/// Every exit code of <c>kmip-proxy</c>; documented in <c>docs/reference/exit-codes.md</c>. Scripts depend on the numbers: they never change.
/// With <c>-- COMMAND</c> the code is the child's own, and 128 + n when signal n ended the child.
/// </summary>
internal enum ExitCode
{
    /// <summary>Done; or served and stopped cleanly by a signal.</summary>
    Success = 0,

    /// <summary>A fault in the program itself.</summary>
    Internal = 1,

    /// <summary>The command line is wrong, a needed option is missing, or the port cannot be bound.</summary>
    Usage = 2,

    /// <summary>The dbpath is missing, not a directory, unreadable, or holds no key.</summary>
    Snapshot = 3,

    /// <summary>A metadata file or a wrapped key is malformed.</summary>
    Metadata = 4,

    /// <summary>No key could be opened: credentials are missing, expired or refused, or the cloud denies their use.</summary>
    Credentials = 5,

    /// <summary>No key could be opened: the key is disabled, destroyed or missing, or the wrapped key does not belong to it.</summary>
    Key = 6,

    /// <summary>No key could be opened: the cloud was unreachable, throttled, or did not answer in time.</summary>
    Cloud = 7,

    /// <summary>A file could not be written, flushed or renamed. What was there before is untouched.</summary>
    File = 8,

    /// <summary>Another proxy serves this dbpath.</summary>
    Locked = 9,

    /// <summary>The command after <c>--</c> could not be started.</summary>
    Child = 10,

    /// <summary>A second interrupt (SIGINT) cut the orderly stop short.</summary>
    Interrupted = 130,
}
