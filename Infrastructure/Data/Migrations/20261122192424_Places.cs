using System;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Massar.Infrastructure.Data.Migrations
{
    /// <inheritdoc />
    public partial class Places : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<int>(
                name: "FromEntrants",
                table: "StructureLines",
                type: "int",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "FromRequests",
                table: "StructureLines",
                type: "int",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "FromSiblings",
                table: "StructureLines",
                type: "int",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "AboveCapacity",
                table: "Registrations",
                type: "varchar(500)",
                maxLength: 500,
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "HasSibling",
                table: "Registrations",
                type: "tinyint(1)",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<long>(
                name: "KnownPupilId",
                table: "Registrations",
                type: "bigint",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Linked",
                table: "Registrations",
                type: "varchar(30)",
                maxLength: 30,
                nullable: true,
                collation: "utf8mb4_bin");

            migrationBuilder.AddColumn<DateTime>(
                name: "OfferedUntil",
                table: "Registrations",
                type: "datetime(6)",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "Offers",
                table: "Registrations",
                type: "int",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<DateTime>(
                name: "QueuedAt",
                table: "Registrations",
                type: "datetime(6)",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "ClassExcesses",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("MySql:ValueGenerationStrategy", MySqlValueGenerationStrategy.IdentityColumn),
                    SchoolId = table.Column<int>(type: "int", nullable: false),
                    ClassId = table.Column<int>(type: "int", nullable: false),
                    Pupils = table.Column<int>(type: "int", nullable: false),
                    Norm = table.Column<int>(type: "int", nullable: false),
                    Reason = table.Column<string>(type: "varchar(300)", maxLength: 300, nullable: false),
                    ByAccountId = table.Column<long>(type: "bigint", nullable: false),
                    At = table.Column<DateTime>(type: "datetime(6)", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ClassExcesses", x => x.Id);
                })
                .Annotation("MySql:CharSet", "utf8mb4")
                .Annotation("Relational:Collation", "utf8mb4_unicode_ci");

            migrationBuilder.CreateIndex(
                name: "IX_ClassExcesses_ClassId",
                table: "ClassExcesses",
                column: "ClassId");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "ClassExcesses");

            migrationBuilder.DropColumn(
                name: "FromEntrants",
                table: "StructureLines");

            migrationBuilder.DropColumn(
                name: "FromRequests",
                table: "StructureLines");

            migrationBuilder.DropColumn(
                name: "FromSiblings",
                table: "StructureLines");

            migrationBuilder.DropColumn(
                name: "AboveCapacity",
                table: "Registrations");

            migrationBuilder.DropColumn(
                name: "HasSibling",
                table: "Registrations");

            migrationBuilder.DropColumn(
                name: "KnownPupilId",
                table: "Registrations");

            migrationBuilder.DropColumn(
                name: "Linked",
                table: "Registrations");

            migrationBuilder.DropColumn(
                name: "OfferedUntil",
                table: "Registrations");

            migrationBuilder.DropColumn(
                name: "Offers",
                table: "Registrations");

            migrationBuilder.DropColumn(
                name: "QueuedAt",
                table: "Registrations");
        }
    }
}
