return (int)await Kmip.ProxyHost.ProxyProgram.RunAsync(args).ConfigureAwait(false);
