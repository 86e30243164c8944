// The factory that hands the context to the tool stands beside this file: MassarDbFactory.cs.
Console.WriteLine("This program only hosts `dotnet ef`; run `dotnet ef migrations add <Name>` instead.");
