using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Massar.Infrastructure.Data.Migrations
{
    /// <inheritdoc />
    public partial class DecisionKinds : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<long>(
                name: "DecisionId",
                table: "Postings",
                type: "bigint",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "Days",
                table: "PayArrears",
                type: "int",
                nullable: true);

            migrationBuilder.AlterColumn<int>(
                name: "Rhythm",
                table: "Decisions",
                type: "int",
                nullable: true,
                oldClrType: typeof(int),
                oldType: "int");

            migrationBuilder.AlterColumn<decimal>(
                name: "Rating",
                table: "Decisions",
                type: "decimal(4,2)",
                precision: 4,
                scale: 2,
                nullable: true,
                oldClrType: typeof(decimal),
                oldType: "decimal(4,2)",
                oldPrecision: 4,
                oldScale: 2);

            migrationBuilder.AlterColumn<int>(
                name: "Months",
                table: "Decisions",
                type: "int",
                nullable: true,
                oldClrType: typeof(int),
                oldType: "int");

            migrationBuilder.AddColumn<int>(
                name: "Days",
                table: "Decisions",
                type: "int",
                nullable: true);

            migrationBuilder.AddColumn<DateOnly>(
                name: "EndsOn",
                table: "Decisions",
                type: "date",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Host",
                table: "Decisions",
                type: "varchar(120)",
                maxLength: 120,
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "IsTrainee",
                table: "Decisions",
                type: "tinyint(1)",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<int>(
                name: "NewPlaceId",
                table: "Decisions",
                type: "int",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "OldPlaceId",
                table: "Decisions",
                type: "int",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "OldPositionCode",
                table: "Decisions",
                type: "varchar(40)",
                maxLength: 40,
                nullable: true,
                collation: "utf8mb4_bin");

            migrationBuilder.AddColumn<bool>(
                name: "WasTrainee",
                table: "Decisions",
                type: "tinyint(1)",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<bool>(
                name: "IsTrainee",
                table: "CareerSteps",
                type: "tinyint(1)",
                nullable: false,
                defaultValue: false);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "DecisionId",
                table: "Postings");

            migrationBuilder.DropColumn(
                name: "Days",
                table: "PayArrears");

            migrationBuilder.DropColumn(
                name: "Days",
                table: "Decisions");

            migrationBuilder.DropColumn(
                name: "EndsOn",
                table: "Decisions");

            migrationBuilder.DropColumn(
                name: "Host",
                table: "Decisions");

            migrationBuilder.DropColumn(
                name: "IsTrainee",
                table: "Decisions");

            migrationBuilder.DropColumn(
                name: "NewPlaceId",
                table: "Decisions");

            migrationBuilder.DropColumn(
                name: "OldPlaceId",
                table: "Decisions");

            migrationBuilder.DropColumn(
                name: "OldPositionCode",
                table: "Decisions");

            migrationBuilder.DropColumn(
                name: "WasTrainee",
                table: "Decisions");

            migrationBuilder.DropColumn(
                name: "IsTrainee",
                table: "CareerSteps");

            migrationBuilder.AlterColumn<int>(
                name: "Rhythm",
                table: "Decisions",
                type: "int",
                nullable: false,
                defaultValue: 0,
                oldClrType: typeof(int),
                oldType: "int",
                oldNullable: true);

            migrationBuilder.AlterColumn<decimal>(
                name: "Rating",
                table: "Decisions",
                type: "decimal(4,2)",
                precision: 4,
                scale: 2,
                nullable: false,
                defaultValue: 0m,
                oldClrType: typeof(decimal),
                oldType: "decimal(4,2)",
                oldPrecision: 4,
                oldScale: 2,
                oldNullable: true);

            migrationBuilder.AlterColumn<int>(
                name: "Months",
                table: "Decisions",
                type: "int",
                nullable: false,
                defaultValue: 0,
                oldClrType: typeof(int),
                oldType: "int",
                oldNullable: true);
        }
    }
}
