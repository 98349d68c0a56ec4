using Kmip.ProxyHost.Keys;

namespace Kmip.ProxyHost.Certificates;

/// <summary>A key of the dbpath and its identifier, under which the server's private key is sealed for the next start.</summary>
internal readonly record struct SealingKey(string KeyId, MasterKey Key);
